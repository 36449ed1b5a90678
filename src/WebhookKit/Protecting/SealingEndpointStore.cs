using WebhookKit.Storage;

namespace WebhookKit.Protecting;

/// <summary>Seals the headers of endpoints on the way into a store, and opens them on the way out. What cannot be opened stays sealed.</summary>
internal sealed class SealingEndpointStore(IEndpointStore store, HeaderSeal seal) : IEndpointStore
{
    public async ValueTask<EndpointRecord> CreateAsync(EndpointCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);
        var sealedOne = new EndpointCreation { Record = await SealAsync(creation.Record, cancellationToken).ConfigureAwait(false), Audit = creation.Audit };
        return (await OpenAsync(await store.CreateAsync(sealedOne, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false))!;
    }

    public async ValueTask<EndpointRecord?> UpdateAsync(EndpointUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var sealedOne = new EndpointUpdate
        {
            Record = await SealAsync(update.Record, cancellationToken).ConfigureAwait(false),
            ExpectedRevision = update.ExpectedRevision,
            Audit = update.Audit,
        };
        return await OpenAsync(await store.UpdateAsync(sealedOne, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<EndpointRecord?> SetStatusAsync(EndpointStatusChange change, CancellationToken cancellationToken = default) =>
        await OpenAsync(await store.SetStatusAsync(change, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public ValueTask NoteFailuresAsync(IReadOnlyCollection<EndpointFailure> failures, CancellationToken cancellationToken = default) =>
        store.NoteFailuresAsync(failures, cancellationToken);

    public ValueTask NoteCircuitsAsync(IReadOnlyCollection<CircuitNote> notes, CancellationToken cancellationToken = default) =>
        store.NoteCircuitsAsync(notes, cancellationToken);

    public async ValueTask<EndpointRecord?> SetCircuitAsync(EndpointCircuitChange change, CancellationToken cancellationToken = default) =>
        await OpenAsync(await store.SetCircuitAsync(change, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public ValueTask<bool> DeleteAsync(EndpointDeletion deletion, CancellationToken cancellationToken = default) => store.DeleteAsync(deletion, cancellationToken);

    public async ValueTask<EndpointRecord?> FindAsync(EndpointQuery query, CancellationToken cancellationToken = default) =>
        await OpenAsync(await store.FindAsync(query, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async ValueTask<EndpointPage> ListAsync(EndpointListQuery query, CancellationToken cancellationToken = default)
    {
        var page = await store.ListAsync(query, cancellationToken).ConfigureAwait(false);
        if (!page.Items.Any(item => seal.HasStored(item.Endpoint)))
        {
            return page;
        }

        var items = new List<EndpointRecord>(page.Items.Count);
        foreach (var item in page.Items)
        {
            items.Add((await OpenAsync(item, cancellationToken).ConfigureAwait(false))!);
        }

        return new EndpointPage { Items = items, HasMore = page.HasMore };
    }

    private async ValueTask<EndpointRecord> SealAsync(EndpointRecord record, CancellationToken cancellationToken) =>
        With(record, await seal.SealAsync(record.Endpoint, cancellationToken).ConfigureAwait(false));

    private async ValueTask<EndpointRecord?> OpenAsync(EndpointRecord? record, CancellationToken cancellationToken)
    {
        if (record is null || !seal.HasStored(record.Endpoint))
        {
            return record;
        }

        var headers = new Dictionary<string, string>(record.Endpoint.Headers.Count);
        foreach (var (name, value) in record.Endpoint.Headers)
        {
            try
            {
                headers[name] = await seal.OpenAsync(record.Endpoint, name, value, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // The endpoint can be looked at and changed all the same; that it cannot be sent to is said where it is sent to.
                headers[name] = HeaderSeal.Keep(value);
            }
        }

        return With(record, headers);
    }

    private static EndpointRecord With(EndpointRecord record, IReadOnlyDictionary<string, string> headers) => new()
    {
        Endpoint = HeaderSeal.With(record.Endpoint, headers),
        Secrets = record.Secrets,
        ClientKey = record.ClientKey,
        Revision = record.Revision,
        CircuitInterventions = record.CircuitInterventions,
    };
}
