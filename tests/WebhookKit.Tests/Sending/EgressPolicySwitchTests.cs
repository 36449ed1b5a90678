using System.Net;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

public sealed class EgressPolicySwitchTests
{
    [TestCase("http://example.com/", true)]
    [TestCase("HTTP://example.com:8080/", true)]
    [TestCase("https://example.com/", true)]
    [TestCase("http://localhost/", false)]
    [TestCase("http://127.0.0.1/", false)]
    [TestCase("http://10.0.0.1/", false)]
    [TestCase("ftp://example.com/", false)]
    public void AllowHttp_opens_the_scheme_only(string url, bool isAllowed)
    {
        var policy = Egress.Policy(new EgressOptions { AllowHttp = true });

        Assert.That(policy.JudgeUrl(url).IsAllowed, Is.EqualTo(isAllowed));
    }

    [TestCase("http://localhost:5000/", true)]
    [TestCase("http://LOCALHOST:5000/", true)]
    [TestCase("https://localhost/", true)]
    [TestCase("http://127.0.0.1:5000/", true)]
    [TestCase("http://127.1.2.3/", true)]
    [TestCase("http://[::1]:5000/", true)]
    [TestCase("https://example.com/", true)]
    [TestCase("http://localhost./", false)]
    [TestCase("http://a.localhost/", false)]
    [TestCase("http://127.1/", false)]
    [TestCase("http://0x7f.0.0.1/", false)]
    [TestCase("http://[::ffff:127.0.0.1]/", false)]
    [TestCase("http://0.0.0.0/", false)]
    [TestCase("http://[::]/", false)]
    [TestCase("http://10.0.0.1/", false)]
    [TestCase("http://169.254.169.254/", false)]
    [TestCase("http://[fe80::1]/", false)]
    [TestCase("http://localhost:25/", false)]
    public void AllowLoopback_opens_this_machine_only(string url, bool isAllowed)
    {
        var policy = Egress.Policy(new EgressOptions { AllowLoopback = true });

        Assert.That(policy.JudgeUrl(url).IsAllowed, Is.EqualTo(isAllowed));
    }

    [TestCase("10.20.0.0", true)]
    [TestCase("10.20.255.255", true)]
    [TestCase("::ffff:10.20.1.1", true)]
    [TestCase("10.19.255.255", false)]
    [TestCase("10.21.0.0", false)]
    [TestCase("192.168.0.1", false)]
    [TestCase("127.0.0.1", false)]
    public void AllowedNetworks_open_exactly_what_they_say(string address, bool isAllowed)
    {
        var verdict = Egress.Allowing("10.20.0.0/16").JudgeAddress(IPAddress.Parse(address));

        Assert.That(verdict.IsAllowed, Is.EqualTo(isAllowed));
    }

    [TestCase("169.254.0.0/16", "169.254.169.254", false)]
    [TestCase("0.0.0.0/0", "169.254.169.254", false)]
    [TestCase("0.0.0.0/0", "100.100.100.200", false)]
    [TestCase("0.0.0.0/0", "192.0.0.192", false)]
    [TestCase("0.0.0.0/0", "168.63.129.16", false)]
    [TestCase("0.0.0.0/0", "10.0.0.1", true)]
    [TestCase("100.64.0.0/10", "100.100.100.200", false)]
    [TestCase("100.64.0.0/10", "100.100.100.201", true)]
    [TestCase("fd00::/8", "fd00:ec2::254", false)]
    [TestCase("fd00::/8", "fd20:ce::254", false)]
    [TestCase("fd00::/8", "fd00::1", true)]
    [TestCase("fe80::/10", "fe80::1", false)]
    [TestCase("169.254.169.0/31", "169.254.169.1", false)]
    [TestCase("169.254.169.254/32", "169.254.169.254", true)]
    [TestCase("168.63.129.16/32", "168.63.129.16", true)]
    [TestCase("fd00:ec2::254/128", "fd00:ec2::254", true)]
    [TestCase("fe80::1/128", "fe80::1", true)]
    [TestCase("169.254.169.254/32", "169.254.169.253", false)]
    public void Metadata_and_link_local_addresses_are_opened_one_by_one(string network, string address, bool isAllowed)
    {
        var verdict = Egress.Allowing(network).JudgeAddress(IPAddress.Parse(address));

        Assert.That(verdict.IsAllowed, Is.EqualTo(isAllowed));
    }

    [TestCase("64:ff9b::/96", "64:ff9b::808:808", true)]
    [TestCase("64:ff9b::/96", "64:ff9b::a9fe:a9fe", false)]
    [TestCase("64:ff9b::/96", "64:ff9b::a00:1", false)]
    [TestCase("64:ff9b:1::/48", "64:ff9b:1::a9fe:a9fe", false)]
    [TestCase("64:ff9b:1::/48", "64:ff9b:1:a9fe:a9:fe00::", false)]
    [TestCase("::/0", "2002:a9fe:a9fe::1", false)]
    [TestCase("::/0", "2002:808:808::1", true)]
    [TestCase("::/0", "2001:0:a00:1::f5ff:fffe", false)]
    [TestCase("::/0", "2001:0:808:808::5601:5601", false)]
    [TestCase("::/0", "2606:4700::5efe:a9fe:a9fe", false)]
    [TestCase("::/0", "::a9fe:a9fe", false)]
    [TestCase("64:ff9b::a9fe:a9fe/128", "64:ff9b::a9fe:a9fe", true)]
    public void An_address_that_stands_for_another_is_as_good_as_that(string network, string address, bool isAllowed)
    {
        var verdict = Egress.Allowing(network).JudgeAddress(IPAddress.Parse(address));

        Assert.That(verdict.IsAllowed, Is.EqualTo(isAllowed));
    }

    [Test]
    public void What_is_blocked_is_blocked_behind_a_translator()
    {
        var policy = Egress.Policy(new EgressOptions { AllowedNetworks = ["64:ff9b::/96"], BlockedNetworks = ["8.8.8.0/24"] });

        Assert.That(policy.JudgeAddress(IPAddress.Parse("64:ff9b::808:808")).IsAllowed, Is.False);
        Assert.That(policy.JudgeAddress(IPAddress.Parse("64:ff9b::808:404")).IsAllowed, Is.True);
    }

    [Test]
    public void A_blocked_network_wins_over_an_allowed_one()
    {
        var policy = Egress.Policy(new EgressOptions { AllowLoopback = true, AllowedNetworks = ["10.0.0.0/8"], BlockedNetworks = ["10.1.0.0/16", "127.0.0.2/32"] });

        Assert.Multiple(() =>
        {
            Assert.That(policy.JudgeAddress(IPAddress.Parse("10.2.0.1")).IsAllowed, Is.True);
            Assert.That(policy.JudgeAddress(IPAddress.Parse("10.1.0.1")).IsAllowed, Is.False);
            Assert.That(policy.JudgeAddress(IPAddress.Parse("127.0.0.1")).IsAllowed, Is.True);
            Assert.That(policy.JudgeAddress(IPAddress.Parse("127.0.0.2")).IsAllowed, Is.False);
        });
    }

    [TestCase("1.1.1.0/24", "1.1.1.1", false)]
    [TestCase("1.1.1.0/24", "::ffff:1.1.1.1", false)]
    [TestCase("1.1.1.0/24", "1.1.2.1", true)]
    [TestCase("2606:4700::/32", "2606:4700::1", false)]
    [TestCase("2606:4700::/32", "2606:4701::1", true)]
    public void BlockedNetworks_close_public_addresses(string network, string address, bool isAllowed)
    {
        var verdict = Egress.Blocking(network).JudgeAddress(IPAddress.Parse(address));

        Assert.That(verdict.IsAllowed, Is.EqualTo(isAllowed));
    }

    [Test]
    public void A_blocked_literal_is_refused_in_a_url()
    {
        var policy = Egress.Blocking("1.1.1.0/24");

        Assert.That(policy.JudgeUrl("https://1.1.1.1/").IsAllowed, Is.False);
    }

    [Test]
    public void AllowedPorts_open_a_bad_port()
    {
        var policy = Egress.Policy(new EgressOptions { AllowedPorts = [6667] });

        Assert.Multiple(() =>
        {
            Assert.That(policy.JudgeUrl("https://example.com:6667/").IsAllowed, Is.True);
            Assert.That(policy.JudgeUrl("https://example.com:6668/").IsAllowed, Is.False);
        });
    }
}
