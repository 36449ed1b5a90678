using System.Runtime.InteropServices;

namespace WebhookKit.LoadTest.Receiving;

/// <summary>A request that reached the receiver. The layout is also that of its transfer between the processes.</summary>
/// <param name="Event">The event's UUID.</param>
/// <param name="Timestamp">The machine's monotonic clock when the head of the request was in; the same clock in all processes.</param>
/// <param name="Endpoint">The number of the endpoint.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Arrival(Guid Event, long Timestamp, long Endpoint);
