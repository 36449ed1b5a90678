namespace WebhookKit.Chaos.Scenarios;

internal static class ScenarioList
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new KillLoopScenario(),
        new CrashBeforeSendScenario(),
        new CrashBeforeRecordScenario(),
        new ZombieScenario(),
        new AmbiguousCommitScenario(),
        new RollbackScenario(),
        new LateCommitScenario(),
        new DatabaseAwayScenario(),
        new DatabaseDownAtStartScenario(),
        new DiskFullScenario(),
        new GracefulStopScenario(),
        new TakenOutScenario(),
        new ReplayScenario(),
        new FanOutScenario(),
        new ClockSkewScenario(),
        new SoakScenario(),
        new NoConnectionsScenario(),
        new InTheWayScenario(),
        new LockContentionScenario(),
        new RetentionScenario(),
        new HeldHorizonScenario(),
        new RollingUpgradeScenario(),
        new BlockedEndpointScenario(),
        new RecoveryScenario(),
        new RetryStormScenario(),
        new StuckSendScenario(),
        new NoisyNeighbourScenario(),
        new MutantScenario(),
    ];
}
