namespace WebhookKit.Hosting;

/// <summary>Checks that are made when the host starts. One that fails stops the host with its sentence.</summary>
public interface IStartupChecks
{
    /// <summary>Adds a check. Call it before the host starts.</summary>
    /// <param name="check">Answers null when all is well, else one sentence that says what to do.</param>
    void Add(Func<string?> check);
}
