namespace WebhookKit.LoadTest.Arguments;

/// <summary>An option that takes a whole number, or a switch that takes none. A scenario says which ones it uses, and their defaults.</summary>
internal sealed record LoadOption(string Name, int Min, int Max, string Meaning, bool IsSwitch = false)
{
    public static readonly LoadOption Deliveries = new("--deliveries", 1, 10_000_000, "how many deliveries each round makes");
    public static readonly LoadOption Fewer = new("--fewer", 100, 10_000_000, "how many deliveries the smaller backlog has");
    public static readonly LoadOption FanOut = new("--fan-out", 1, 10_000, "how many endpoints receive each event");
    public static readonly LoadOption Body = new("--body", 16, 262_144, "bytes of each payload");
    public static readonly LoadOption Endpoints = new("--endpoints", 1, 1_000_000, "how many endpoints there are");
    public static readonly LoadOption Active = new("--active", 1, 1_000_000, "how many of the endpoints get anything");
    public static readonly LoadOption Hanging = new("--hanging", 0, 1_000_000, "how many of the endpoints never answer");
    public static readonly LoadOption Delay = new("--delay", 1, 60_000, "milliseconds until a slow endpoint answers");
    public static readonly LoadOption Instances = new("--instances", 1, 64, "how many processes deliver");
    public static readonly LoadOption Limit = new("--limit", 1, 100_000, "requests a second that the limited endpoint gets");
    public static readonly LoadOption Timeout = new("--timeout", 1, 300, "seconds until an attempt times out");
    public static readonly LoadOption Rate = new("--rate", 1, 1_000_000, "deliveries wanted per second");
    public static readonly LoadOption Seconds = new("--seconds", 1, 3600, "how long each phase lasts");
    public static readonly LoadOption Rounds = new("--rounds", 1, 100, "how often everything is repeated");
    public static readonly LoadOption Events = new("--events", 10, 100_000, "how many events are published one by one");
    public static readonly LoadOption Pause = new("--pause", 0, 10_000, "milliseconds between events, on average");
    public static readonly LoadOption Concurrency = new("--concurrency", 1, 10_000, "requests under way at once, bare and delivering");
    public static readonly LoadOption Jobs = new("--jobs", 10, 1_000_000, "how many deliveries the slower peers make");
    public static readonly LoadOption Publishing = new("--publishing", 0, 1, "publish inside the measured time: 4 publishers, batches of 20", IsSwitch: true);

    public static IReadOnlyList<LoadOption> All { get; } =
    [
        Deliveries, Fewer, FanOut, Body, Endpoints, Active, Hanging, Delay, Instances, Limit, Timeout, Rate, Seconds, Rounds, Events, Pause,
        Concurrency, Jobs, Publishing,
    ];
}
