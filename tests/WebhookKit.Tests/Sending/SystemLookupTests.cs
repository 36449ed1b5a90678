using System.Net;
using System.Net.Sockets;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

public sealed class SystemLookupTests
{
    private readonly string _path = Path.GetTempFileName();

    [OneTimeTearDown]
    public void Delete() => File.Delete(_path);

    [TestCase("hooks.example.com", "hooks.example.com.")]
    [TestCase("hooks.example.com.", "hooks.example.com.")]
    [TestCase("localhost", "localhost")]
    [TestCase("named.example.com", "named.example.com")]
    [TestCase("127.0.0.1", "127.0.0.1")]
    [TestCase("2606:4700::1", "2606:4700::1")]
    public void A_name_is_asked_for_without_suffixes_unless_the_hosts_file_names_it(string host, string expected)
    {
        File.WriteAllText(_path, "10.0.0.2 named.example.com");

        Assert.That(new SystemLookup(new HostsFile(_path)).Absolute(host), Is.EqualTo(expected));
    }

    [Test]
    public void What_the_hosts_file_names_is_found_there()
    {
        var lookup = new SystemLookup(HostsFile.OfThisMachine());

        Assert.Multiple(() =>
        {
            Assert.That(lookup.LookUp("localhost").All(IPAddress.IsLoopback), Is.True);
            Assert.That(() => lookup.LookUp("nobody.invalid"), Throws.InstanceOf<SocketException>());
        });
    }
}
