namespace WebhookKit.Storage;

/// <summary>A stretch of time that an instance asks for, to send to an owner in it.</summary>
public sealed class RateReservation
{
    /// <summary>The owner. Empty for endpoints without one.</summary>
    public required string Owner { get; init; }

    /// <summary>When it may begin at the earliest, in UTC.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>How long it lasts, in whole microseconds; what is less is cut off.</summary>
    public required TimeSpan Length { get; init; }
}
