using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

public sealed class HostsFileTests
{
    private readonly string _path = Path.GetTempFileName();

    [OneTimeTearDown]
    public void Delete() => File.Delete(_path);

    [Test]
    public void The_names_of_the_file_are_known_and_no_others()
    {
        File.WriteAllText(_path, "127.0.0.1 localhost\n# 10.0.0.1 old.example\n\n10.0.0.2\thooks.example  Other.Example # no.example\n");
        var hosts = new HostsFile(_path);

        Assert.Multiple(() =>
        {
            Assert.That(hosts.Names("hooks.example"), Is.True);
            Assert.That(hosts.Names("other.example"), Is.True);
            Assert.That(hosts.Names("old.example"), Is.False);
            Assert.That(hosts.Names("no.example"), Is.False);
            Assert.That(hosts.Names("10.0.0.2"), Is.False);
        });
    }

    [Test]
    public void A_change_is_seen_and_a_file_that_is_not_there_holds_nothing()
    {
        File.WriteAllText(_path, "10.0.0.2 before.example");
        var hosts = new HostsFile(_path);
        Assert.That(hosts.Names("before.example"), Is.True);

        File.WriteAllText(_path, "10.0.0.2 afterwards.example");

        Assert.That(hosts.Names("afterwards.example"), Is.True);
        Assert.That(hosts.Names("before.example"), Is.False);
        Assert.That(new HostsFile(_path + ".none").Names("before.example"), Is.False);
    }
}
