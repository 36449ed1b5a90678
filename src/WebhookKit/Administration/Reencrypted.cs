using WebhookKit.Storage;

namespace WebhookKit.Administration;

/// <summary>What came of re-encrypting an endpoint.</summary>
/// <param name="Record">The endpoint as it is now; null where it is gone.</param>
/// <param name="IsReadable">Whether it could be read; where not, it stays as it was.</param>
/// <param name="Removed">How many expired secrets that could not be read were removed.</param>
internal readonly record struct Reencrypted(EndpointRecord? Record, bool IsReadable, int Removed);
