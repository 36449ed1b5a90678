using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>The steps of the contracts about deliveries in order.</summary>
public abstract class OrderFixture : StoreFixture
{
    /// <summary>Stores an endpoint that receives in order.</summary>
    protected async Task<EndpointId> AddAsync(OrderingMode mode)
    {
        var record = Data.Ordered(mode);
        await Store.Endpoints.CreateAsync(Data.Creation(record));
        return record.Endpoint.Id;
    }

    /// <summary>Reads the lane of an endpoint from its head.</summary>
    protected Task<LaneContents> ReadAsync(EndpointId endpoint, int room = 100) => ReadLaneAsync(new LaneRequest { Endpoint = endpoint, Room = room });
}
