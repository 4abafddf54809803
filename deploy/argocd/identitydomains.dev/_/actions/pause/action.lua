obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["identitydomains.dev/paused"] = "true"
return obj
