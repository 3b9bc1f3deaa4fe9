metadata description = 'A shop: web servers behind a load balancer, and workers that take orders from a queue.'

import { tierSettings } from 'modules/types.bicep'

@allowed(['test', 'prod'])
param environment string
param location string = resourceGroup().location
param web tierSettings
param worker tierSettings
@secure()
param adminPublicKey string
@description('Start-up script of the instances, with its access token.')
@secure()
param bootstrapUrl string

var prefix = 'shop-${environment}'

module network 'modules/network.bicep' = {
  name: '${prefix}-network'
  params: { prefix: prefix, location: location }
}

module webTier 'modules/tier.bicep' = {
  name: '${prefix}-web'
  params: {
    name: '${prefix}-web'
    location: location
    settings: web
    subnetId: network.outputs.webSubnetId
    poolId: network.outputs.webPoolId
    probeId: network.outputs.healthProbeId
    adminPublicKey: adminPublicKey
    bootstrapUrl: bootstrapUrl
  }
}

module workerTier 'modules/tier.bicep' = {
  name: '${prefix}-worker'
  params: {
    name: '${prefix}-worker'
    location: location
    settings: worker
    subnetId: network.outputs.workerSubnetId
    adminPublicKey: adminPublicKey
    bootstrapUrl: bootstrapUrl
  }
}

output scaleSets array = [webTier.outputs.scaleSetId, workerTier.outputs.scaleSetId]
