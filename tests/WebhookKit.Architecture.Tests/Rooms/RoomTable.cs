namespace WebhookKit.Architecture.Tests.Rooms;

/// <summary>Which room of the engine may know which. The root namespace knows no room and may be known by all.</summary>
internal static class RoomTable
{
    private static readonly string[] Nobody = [];

    public static IReadOnlyDictionary<string, string[]> MayKnow { get; } = new Dictionary<string, string[]>
    {
        [RoomMap.Root] = Nobody,
        ["Storage"] = Nobody,
        ["Signing"] = Nobody,
        ["Receiving"] = Nobody,
        ["Retrying"] = Nobody,
        ["Filtering"] = Nobody,
        ["Observing"] = Nobody,
        ["Diagnostics"] = Nobody,
        ["InMemory"] = ["Storage"],
        ["Hosting"] = ["Storage", "Diagnostics"],
        ["Publishing"] = ["Storage", "Retrying", "Hosting", "Diagnostics"],
        ["Protecting"] = ["Storage", "Hosting", "Diagnostics"],
        ["Administration"] = ["Storage", "Protecting", "Pacing", "Signing", "Sending", "Retrying", "Filtering", "Observing", "Diagnostics"],
        ["Leasing"] = ["Storage", "Hosting", "Diagnostics"],
        ["Pacing"] = ["Storage", "Leasing", "Hosting", "Diagnostics"],
        ["Maintenance"] = ["Storage", "Leasing", "Hosting", "Diagnostics"],
        ["Sending"] = ["Signing", "Diagnostics"],
        ["Dispatching"] = ["Storage", "Protecting", "Publishing", "Leasing", "Pacing", "Sending", "Retrying", "Filtering", "Observing", "Hosting", "Diagnostics"],
        ["Jobs"] = ["Storage", "Administration", "Leasing", "Maintenance", "Hosting", "Diagnostics"],
        ["Alerting"] = ["Storage", "Publishing", "Leasing", "Observing", "Hosting", "Diagnostics"],
        ["Notifying"] = ["Storage", "Dispatching", "Leasing", "Hosting", "Diagnostics"],
    };

    public static bool Allows(RoomUse use) =>
        use.From == RoomMap.Registration
        || (use.To != RoomMap.Registration
            && MayKnow.TryGetValue(use.From, out var known)
            && (use.To == RoomMap.Root || known.Contains(use.To)));
}
