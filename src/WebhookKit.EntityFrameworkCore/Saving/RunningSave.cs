using System.Transactions;
using Microsoft.EntityFrameworkCore;

namespace WebhookKit.EntityFrameworkCore.Saving;

/// <summary>One call of <c>SaveChanges</c> that has events to store.</summary>
/// <param name="Place">In whose transaction.</param>
/// <param name="Ambient">The transaction of the scope; null where there is none.</param>
/// <param name="Behavior">When the context began transactions before; to be put back.</param>
internal sealed record RunningSave(SavePlace Place, Transaction? Ambient, AutoTransactionBehavior Behavior)
{
    /// <summary>Whether the events were given to the transaction that is open now.</summary>
    public bool HasStored { get; set; }
}
