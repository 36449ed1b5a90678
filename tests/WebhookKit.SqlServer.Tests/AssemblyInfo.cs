// Each test has a schema or a database of its own.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: Parallelizable(ParallelScope.Children)]

// Most of their time is waiting for the emulated server.
[assembly: LevelOfParallelism(4)]
