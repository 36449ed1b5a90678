namespace WebhookKit.Jobs;

/// <summary>How far a job has got: through its selection to count it, and then once more to make the new deliveries.</summary>
/// <remarks>The text form is stored: what is written today has to be read by later versions.</remarks>
/// <param name="IsCounting">Whether it still counts.</param>
/// <param name="Phase">What it looks through.</param>
/// <param name="After">The last that it has looked at there, in its text form; null at the beginning.</param>
internal readonly record struct JobPosition(bool IsCounting, JobPhase Phase, string? After)
{
    private const string Counting = "count";
    private const string Making = "make";

    /// <summary>Where every job begins.</summary>
    public static JobPosition Beginning { get; } = new(IsCounting: true, JobPhase.DeadLetters, null);

    /// <summary>Where a job begins that has counted.</summary>
    public static JobPosition Counted { get; } = new(IsCounting: false, JobPhase.DeadLetters, null);

    public DeliveryId? AfterDelivery => After is null ? null : DeliveryId.Parse(After, null);

    public EventId? AfterEvent => After is null ? null : EventId.Parse(After, null);

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is of a version that this one does not know, or damaged.</exception>
    public static JobPosition Parse(string? text)
    {
        if (text is null)
        {
            return Beginning;
        }

        return text.Split(':') is [Counting or Making, var phase, var after] parts && Enum.TryParse(phase, out JobPhase found)
            ? new JobPosition(parts[0] == Counting, found, after.Length == 0 ? null : after)
            : throw new FormatException($"The position '{text}' of a job is none that this version knows.");
    }

    public JobPosition Behind(string last) => this with { After = last };

    public JobPosition At(JobPhase phase) => new(IsCounting, phase, null);

    public override string ToString() => $"{(IsCounting ? Counting : Making)}:{Phase}:{After}";
}
