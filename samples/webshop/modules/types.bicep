// Types that the modules of the shop share.

@export()
@description('One tier of the shop: a scale set and how it is upgraded.')
type tierSettings = {
  @minValue(1)
  @maxValue(600)
  instances: int
  vmSize: string
  @description('Version of the Ubuntu image, or latest.')
  imageVersion: string
  @description('How much of the tier may be out of service before a rollout stops.')
  @minValue(5)
  @maxValue(100)
  maxUnhealthyPercent: int
  zones: string[]?
}
