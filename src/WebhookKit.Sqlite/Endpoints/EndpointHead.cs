namespace WebhookKit.Sqlite.Endpoints;

/// <summary>What reading a lane needs to know of its endpoint when nothing has changed.</summary>
internal readonly record struct EndpointHead(EndpointStatus Status, long Revision);
