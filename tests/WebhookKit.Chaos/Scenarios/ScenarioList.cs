namespace WebhookKit.Chaos.Scenarios;

internal static class ScenarioList
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new KillLoopScenario(),
        new CrashBeforeSendScenario(),
        new CrashBeforeRecordScenario(),
        new ZombieScenario(),
        new CutLinkScenario(),
        new AmbiguousCommitScenario(),
        new AmbiguousOutcomeScenario(),
        new RollbackScenario(),
        new LateCommitScenario(),
        new DatabaseAwayScenario(),
        new DatabaseDownAtStartScenario(),
        new DiskFullScenario(),
        new PoisonScenario(),
        new BlockedEndpointScenario(),
        new LockContentionScenario(),
        new HeldHorizonScenario(),
        new RecoveryScenario(),
        new RetryStormScenario(),
        new GracefulStopScenario(),
        new ThrowingLoopsScenario(),
        new TakenOutScenario(),
        new ReplayScenario(),
        new FanOutScenario(),
        new StuckSendScenario(),
        new InTheWayScenario(),
        new OvertakenRecordScenario(),
        new ClockSkewScenario(),
        new DatabaseClockScenario(),
        new NoisyNeighbourScenario(),
        new RetentionScenario(),
        new RollingUpgradeScenario(),
        new NoConnectionsScenario(),
        new SoakScenario(),
        new MutantScenario(),
    ];
}
