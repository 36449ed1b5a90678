using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;

namespace WebhookKit.LoadTest.Phases;

/// <summary>Finds out what became of what was published, from whoever knows.</summary>
internal static class OutcomeCheck
{
    public static async Task<Reconciliation> RunAsync(LoadRig rig, LoadSystem system, EndpointPlan plan, IReadOnlyCollection<PublishedEvent> published) =>
        rig.Receiver.Notes
            ? ArrivalReconciliation.Of(published, plan, await rig.Receiver.TakeAsync())
            : await StoreReconciliation.OfAsync(published, plan, system, await rig.Receiver.CountAsync());

    /// <summary>What has to be said about the way it was found out.</summary>
    public static IReadOnlyList<string> NotesOn(LoadRig rig) => rig.Receiver.Notes ? [] : [StoreReconciliation.Note];
}
