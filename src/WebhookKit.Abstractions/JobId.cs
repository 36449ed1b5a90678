using System.Diagnostics.CodeAnalysis;

namespace WebhookKit;

/// <summary>Names one job.</summary>
/// <remarks>A version 7 UUID: ids sort by the time at which they were made. The text form is <c>job_</c> and 32 lower-case hexadecimal digits.</remarks>
/// <param name="Value">The UUID.</param>
public readonly record struct JobId(Guid Value) : IParsable<JobId>
{
    private const string Prefix = "job_";

    /// <summary>Reads the text form.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <exception cref="FormatException">The text is not a job id.</exception>
    public static JobId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("A job id is 'job_' and 32 hexadecimal digits.");

    /// <summary>Reads the text form, or answers false.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The id.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out JobId result)
    {
        result = default;
        if (s is null || !s.StartsWith(Prefix, StringComparison.Ordinal) || !Guid.TryParseExact(s.AsSpan(Prefix.Length), "N", out var value))
        {
            return false;
        }

        result = new JobId(value);
        return true;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => string.Create(null, $"{Prefix}{Value:N}");
}
