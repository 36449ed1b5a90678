// Most of a scenario is waiting for leases and schedules. Those that load the machine, or wait for what is under way, have it for themselves.
[assembly: LevelOfParallelism(2)]
