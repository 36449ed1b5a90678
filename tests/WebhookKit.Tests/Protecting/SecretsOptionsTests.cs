using System.Text.Json;
using WebhookKit.Protecting;

namespace WebhookKit.Tests.Protecting;

/// <summary>What is said of keys that cannot be meant: which option, what to do, and never the key.</summary>
internal sealed class SecretsOptionsTests
{
    private static readonly string Key = Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(number => (byte)number)]);
    private static readonly string Short = Convert.ToBase64String([.. Enumerable.Range(0, 31).Select(number => (byte)number)]);

    [Test]
    public void One_key_is_the_current_one()
    {
        Assert.That(Judge(new SecretsOptions { Keys = { ["k1"] = Key } }), Is.Null);
        Assert.That(Judge(new SecretsOptions()), Is.Null, "That there is none is judged with the environment.");
    }

    [Test]
    public void What_cannot_be_meant_is_named_without_the_key()
    {
        Assert.That(Judge(new SecretsOptions { Keys = { ["k1"] = Short } }), Does.Contain("Secrets:Keys: key 'k1'").And.Contain("openssl rand -base64 32"));
        Assert.That(Judge(new SecretsOptions { Keys = { ["k1"] = Key + "!" } }), Does.Contain("key 'k1'"));
        Assert.That(Judge(new SecretsOptions { Keys = { ["k1"] = Key, ["k2"] = Key } }), Does.Contain("CurrentKey"));
        Assert.That(Judge(new SecretsOptions { Keys = { ["k1"] = Key }, CurrentKey = "k3" }), Does.Contain("'k3'"));
        Assert.That(Judge(new SecretsOptions { Keys = { [Key] = Key } }), Does.Contain("the id of a key"), "A key in the place of an id.");
        Assert.That(Judge(new SecretsOptions { Keys = { ["k1"] = Key }, KeyFile = "keys.json" }), Does.Contain("Secrets:KeyFile"));
        Assert.That(Judge(new SecretsOptions { KeyFile = "/nowhere/keys.json" }), Does.Contain("'/nowhere/keys.json'").And.Contain("cannot be read"));
    }

    [TestCase("""{"current":"k2","keys":{"k1":"KEY","k2":"KEY"}}""", null)]
    [TestCase("""{"keys":{"k1":"KEY"}}""", null)]
    [TestCase("""{"keys":{"k1":"KEY","k2":"KEY"}}""", "'current'")]
    [TestCase("""{"keys":{}}""", "has no keys")]
    [TestCase("""{"keys":["KEY"]}""", "must be JSON like")]
    [TestCase("KEY", "must be JSON like")]
    public void A_file_is_read_or_what_is_wrong_with_it_is_said(string text, string? named)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text.Replace("KEY", Key, StringComparison.Ordinal));

            var problem = Judge(new SecretsOptions { KeyFile = file });

            Assert.That(problem, named is null ? Is.Null : Does.Contain(named));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void Keys_show_themselves_nowhere()
    {
        using var keys = new KeySet("k1", [KeyValuePair.Create("k1", Convert.FromBase64String(Key))]);
        var shown = $"{keys} {JsonSerializer.Serialize(keys)} {ProtectionKeys.Of(keys, 0)} {new SecretsOptions { Keys = { ["k1"] = Key } }}";

        Assert.That(shown, Does.Not.Contain(Key).And.Contain("redacted"));
    }

    private static string? Judge(SecretsOptions options)
    {
        var message = new SecretsOptionsRules().Validate(null, options).FailureMessage;
        Assert.That(message ?? "", Does.Not.Contain(Key[..20]));
        return message;
    }
}
