if obj.metadata.annotations ~= nil then
  obj.metadata.annotations["identitydomains.dev/paused"] = nil
end
return obj
