output place string = resourceGroup().location
