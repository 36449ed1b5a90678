using WebhookKit.SqlServer.Emulation.Faults;

namespace WebhookKit.SqlServer.Tests.Wire;

/// <summary>Something that goes wrong between the store and its server.</summary>
/// <param name="Name">What the test report calls it.</param>
/// <param name="Action">What the server does.</param>
/// <param name="TookEffect">Whether the server has done what it was asked, although the store cannot know.</param>
/// <param name="LeavesTransaction">Whether a transaction of the host, which the driver itself commits, stays open on the server.</param>
internal sealed record WireFault(string Name, FaultAction Action, bool TookEffect, bool LeavesTransaction = false)
{
    /// <summary>The store's own command timeout, in seconds, which ends a wait for an answer that does not come.</summary>
    public const int CommandTimeout = 3;

    public static IEnumerable<WireFault> OfStatements { get; } =
    [
        new("deadlock", FaultAction.Error(1205, 13, "chosen as the victim"), TookEffect: false),
        new("lock timeout", FaultAction.Error(1222, 16, "lock request time out"), TookEffect: false),
        new("failover", FaultAction.Error(40613, 17, "database is not currently available"), TookEffect: false),
        new("throttled", FaultAction.Error(10928, 16, "the limit has been reached"), TookEffect: false),
        new("session killed", FaultAction.Error(596, 21, "the session is in the kill state"), TookEffect: false),
        new("no answer", FaultAction.Hang, TookEffect: false),
        new("no answer although done", FaultAction.HangAfter, TookEffect: true),
        new("cut before", FaultAction.DropBefore, TookEffect: false),
        new("cut after", FaultAction.DropAfter, TookEffect: true),
        new("cut within the answer", FaultAction.DropDuring(0), TookEffect: true),
        new("cut within the rows", FaultAction.DropDuring(1), TookEffect: true),
    ];

    public static IEnumerable<WireFault> OfCommits { get; } =
    [
        new("cut before", FaultAction.DropBefore, TookEffect: false),
        new("cut after", FaultAction.DropAfter, TookEffect: true),
        new("no answer", FaultAction.Hang, TookEffect: false, LeavesTransaction: true),
        new("no answer although done", FaultAction.HangAfter, TookEffect: true),
    ];

    public override string ToString() => Name;
}
