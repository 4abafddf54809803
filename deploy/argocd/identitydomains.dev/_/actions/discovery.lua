local annotations = obj.metadata.annotations or {}
local paused = annotations["identitydomains.dev/paused"] == "true"

local actions = {}
actions["pause"] = {["disabled"] = paused}
actions["resume"] = {["disabled"] = not paused}
if obj.kind == "ClientApplication" then
  local client = obj.spec.client
  actions["rotate-secret"] = {["disabled"] = client == nil or client.type == "Public"}
end
return actions
