using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Scenarios;
using WebhookKit.Chaos.Tests.Scenarios;

namespace WebhookKit.Chaos.Tests.Arguments;

public sealed class CommandLineTests
{
    [Test]
    public void Options_take_the_place_of_defaults()
    {
        var arguments = ArgumentReader.Read(["r-1", "--store", "sqlite", "--events", "100000", "--kills", "50", "--seed", "7"], ScenarioList.All);

        Assert.That(arguments, Is.EqualTo(new ChaosArguments("R-1", StoreKind.Sqlite, 100_000, 50, 7)));
    }

    [TestCase("'R-99'", "R-99")]
    [TestCase("--store", "R-1", "--store", "oracle")]
    [TestCase("--store", "R-6", "--store", "sqlite")]
    [TestCase("--events", "R-1", "--events", "0")]
    [TestCase("--events", "R-3", "--events", "-1")]
    [TestCase("--kills", "R-1", "--kills", "many")]
    [TestCase("--kills", "R-8", "--kills", "3")]
    [TestCase("--seed", "R-1", "--seed")]
    [TestCase("--mutant", "R-1", "--mutant", "none")]
    [TestCase("'--fast'", "R-1", "--fast", "yes")]
    public void A_message_names_the_argument_that_is_wrong(string named, params string[] args)
    {
        Assert.That(() => ArgumentReader.Read(args, ScenarioList.All), Throws.TypeOf<UsageException>().With.Message.Contains(named));
    }

    [Test]
    public async Task Bad_arguments_end_the_program_with_2_and_help_with_0()
    {
        Assert.That((await ScenarioRun.StartAsync("R-1", "--events", "none")).ExitCode, Is.EqualTo(2));
        Assert.That((await ScenarioRun.StartAsync()).ExitCode, Is.EqualTo(2));
        Assert.That((await ScenarioRun.StartAsync("--help")).ExitCode, Is.Zero);
        Assert.That((await ScenarioRun.StartAsync("--list")).Output, Does.Contain("R-1").And.Contain("R-33"));
    }
}
