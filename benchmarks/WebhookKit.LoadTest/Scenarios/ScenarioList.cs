namespace WebhookKit.LoadTest.Scenarios;

internal static class ScenarioList
{
    public static IReadOnlyList<IScenario> All { get; } =
        [new IdleLatencyScenario(), new ApiLatencyScenario(), new SteadyScenario(), new DeadScenario(), new DrainScenario()];
}
