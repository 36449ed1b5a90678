namespace WebhookKit.Dispatching;

/// <summary>What came of a lane's turn at the head of the line.</summary>
internal enum LaneTurn
{
    /// <summary>A delivery was taken.</summary>
    Taken,

    /// <summary>There is nothing to take, or no place under way for it.</summary>
    Nothing,

    /// <summary>The endpoint must be read again before a request may start.</summary>
    Stale,

    /// <summary>The rate limit of the endpoint does not let a request start yet.</summary>
    TooEarly,
}
