using 'fires-member.bicep'

param limits = {
  batch: 0
//       ^ error: `maxBatchInstancePercent` is `0`: whole numbers from 5 to 100 are accepted
  health: [
    50
    3
//  ^ error: `maxUnhealthyInstancePercent` is `3`: whole numbers from 5 to 100 are accepted
  ]
}
