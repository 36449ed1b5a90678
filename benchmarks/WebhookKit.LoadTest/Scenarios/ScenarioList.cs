namespace WebhookKit.LoadTest.Scenarios;

internal static class ScenarioList
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new DrainScenario(), new SteadyScenario(), new BurstScenario(), new IdleLatencyScenario(), new ApiLatencyScenario(), new PublishScenario(),
        new BacklogScenario(), new DeadScenario(), new FloodScenario(), new IdleEndpointsScenario(), new SlowReceiverScenario(),
        new LimitedScenario(), new MultiInstanceScenario(), new PeersScenario(),
    ];
}
