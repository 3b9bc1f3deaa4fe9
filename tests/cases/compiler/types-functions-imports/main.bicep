import { sizeType, describe as tell } from 'shared.bicep'
import * as shared from 'shared.bicep'

type poolType = {
  @description('How it is called.')
  name: string
  size: sizeType
  tags: { *: string }?
  pair: [int, bool]
}

param pools poolType[]
param mode 'fast' | 'safe' | null

func label(pool string, count int) string => '${pool} x ${count}'

output text string = label(tell(pools[0].name), shared.limit)
