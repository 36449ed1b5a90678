using Microsoft.Extensions.Options;

namespace WebhookKit.Protecting;

/// <summary>Checks that the keys can be read, those in a file, too.</summary>
internal sealed class SecretsOptionsRules : IValidateOptions<SecretsOptions>
{
    public ValidateOptionsResult Validate(string? name, SecretsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.KeyFile is { Length: > 0 } && (options.Keys.Count > 0 || options.CurrentKey is not null))
        {
            return ValidateOptionsResult.Fail("Secrets:KeyFile must not be set together with Secrets:Keys or Secrets:CurrentKey: the file has both.");
        }

        try
        {
            if (options.KeyFile is { Length: > 0 } path)
            {
                KeyTexts.ReadFile(File.ReadAllBytes(path), path).Dispose();
            }
            else if (options.Keys.Count > 0)
            {
                KeyTexts.Read(options.CurrentKey, [.. options.Keys], "Secrets:Keys").Dispose();
            }

            return ValidateOptionsResult.Success;
        }
        catch (FormatException exception)
        {
            return ValidateOptionsResult.Fail(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ValidateOptionsResult.Fail($"Secrets:KeyFile '{options.KeyFile}' cannot be read ({exception.GetType().Name}): mount it, or name the keys in Secrets:Keys.");
        }
    }
}
