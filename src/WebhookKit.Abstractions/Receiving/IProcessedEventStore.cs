namespace WebhookKit.Receiving;

/// <summary>For receivers: remembers which events have been processed, so that one that comes again is not processed twice.</summary>
/// <remarks>
/// <para>
/// A sender that does not hear of a success sends again, and whoever has recorded a request may send it again while its timestamp
/// is young. Both have the <c>webhook-id</c> that was there before. Of all who begin an event at the same time, in one process or in
/// several that share the store, exactly one is told <see cref="ProcessingState.Begun"/>.
/// </para>
/// <para>
/// Called concurrently, once or twice for each received request. Time goes by the store's own clock. An event that was begun and neither
/// completed nor released, because a process died, may be begun again when its claim has ended; a claim has a number so that whoever
/// held it before can no longer change anything. What is remembered is forgotten a time after it was begun, and only an event whose signature
/// has been verified may be begun: anybody could block an event's id otherwise.
/// </para>
/// <para>Comparisons are by ordinal: two ids that differ in case are two events.</para>
/// </remarks>
public interface IProcessedEventStore
{
    /// <summary>Claims an event for processing, or says what has become of it.</summary>
    /// <param name="request">Which event, and for how long.</param>
    /// <param name="cancellationToken">
    /// Stops waiting. The event may have been claimed nevertheless; it can then be begun again when that claim has ended.
    /// </param>
    /// <exception cref="ArgumentException">A name is empty, or a time is not longer than zero or shorter than the claim.</exception>
    ValueTask<ProcessingStart> BeginAsync(ProcessingRequest request, CancellationToken cancellationToken = default);

    /// <summary>Notes that a claimed event has been processed: until it is forgotten, nobody begins it again.</summary>
    /// <param name="claim">What <see cref="BeginAsync"/> answered.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>
    /// True, also when it is completed again, and also after the claim's end if nobody has taken the event over; false where somebody
    /// has, or where it was released or forgotten, and then nothing is changed.
    /// </returns>
    ValueTask<bool> CompleteAsync(ProcessingClaim claim, CancellationToken cancellationToken = default);

    /// <summary>Gives a claimed event back at once, because processing failed: the next who begins it processes it.</summary>
    /// <param name="claim">What <see cref="BeginAsync"/> answered.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False where the claim is no longer in force or the event is completed; nothing is changed then.</returns>
    ValueTask<bool> ReleaseAsync(ProcessingClaim claim, CancellationToken cancellationToken = default);
}
