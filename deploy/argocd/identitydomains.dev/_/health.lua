-- All kinds of the group. Their conditions follow kstatus: Ready is always there; Reconciling (the operator
-- continues by itself) and Stalled (a user has to act) are there only while they are True.
if obj.metadata.deletionTimestamp ~= nil then
  return {status = "Progressing", message = "Pending deletion"}
end

local status = obj.status or {}
local conditions = {}
for _, condition in ipairs(status.conditions or {}) do
  conditions[condition.type] = condition
end

local function isTrue(type)
  return conditions[type] ~= nil and conditions[type].status == "True"
end

local observed = status.observedGeneration == obj.metadata.generation

if isTrue("Paused") then
  -- Sync waves wait for a Suspended resource without end, and no later commit is synced meanwhile. This is
  -- right only while the domain lacks the spec. Argo CD treats a suspended CronJob as Healthy likewise.
  if observed and isTrue("Ready") then
    return {status = "Healthy", message = conditions.Paused.message}
  end
  local cause = conditions.Paused
  if conditions.Ready ~= nil and conditions.Ready.reason == "Paused" then
    cause = conditions.Ready
  end
  return {status = "Suspended", message = cause.message}
end

if not observed or conditions.Ready == nil then
  return {status = "Progressing", message = "Waiting for identity-domain-operator"}
end

local health = "Healthy"
if isTrue("Stalled") then
  health = "Degraded"
elseif isTrue("Reconciling") or not isTrue("Ready") then
  health = "Progressing"
end
return {status = health, message = conditions.Ready.message}
