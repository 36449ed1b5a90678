namespace WebhookKit.Chaos.Reporting;

internal static class Quantile
{
    /// <summary>The value that a share of all values does not exceed; zero where there are none.</summary>
    public static double Of(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
