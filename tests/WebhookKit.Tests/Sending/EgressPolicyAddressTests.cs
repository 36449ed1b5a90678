using System.Net;

namespace WebhookKit.Tests.Sending;

public sealed class EgressPolicyAddressTests
{
    /// <summary>First and last address of each refused range.</summary>
    [TestCase("0.0.0.0", "0.255.255.255")]
    [TestCase("10.0.0.0", "10.255.255.255")]
    [TestCase("100.64.0.0", "100.127.255.255")]
    [TestCase("100.100.100.200")]
    [TestCase("127.0.0.0", "127.0.0.1", "127.0.0.2", "127.255.255.255")]
    [TestCase("169.254.0.0", "169.254.0.23", "169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.255.255")]
    [TestCase("172.16.0.0", "172.31.255.255")]
    [TestCase("192.0.0.0", "192.0.0.192", "192.0.0.255")]
    [TestCase("192.0.2.0", "192.0.2.255")]
    [TestCase("192.88.99.0", "192.88.99.255")]
    [TestCase("192.168.0.0", "192.168.255.255")]
    [TestCase("198.18.0.0", "198.19.255.255")]
    [TestCase("198.51.100.0", "198.51.100.255")]
    [TestCase("203.0.113.0", "203.0.113.255")]
    [TestCase("224.0.0.0", "239.255.255.255")]
    [TestCase("240.0.0.0", "255.255.255.255")]
    [TestCase("168.63.129.16")]
    [TestCase("192.31.196.1", "192.52.193.1", "192.175.48.1")]
    public void Special_IPv4_addresses_are_refused_mapped_ones_too(params string[] addresses)
    {
        foreach (var address in addresses)
        {
            AssertRefused(address);
            AssertRefused($"::ffff:{address}");
        }
    }

    [TestCase("1.0.0.0", "9.255.255.255", "11.0.0.0", "1.1.1.1", "8.8.8.8")]
    [TestCase("100.63.255.255", "100.128.0.0")]
    [TestCase("126.255.255.255", "128.0.0.0")]
    [TestCase("169.253.255.255", "169.255.0.0")]
    [TestCase("172.15.255.255", "172.32.0.0")]
    [TestCase("191.255.255.255", "192.0.1.0", "192.0.3.0")]
    [TestCase("192.88.98.255", "192.88.100.0")]
    [TestCase("192.167.255.255", "192.169.0.0")]
    [TestCase("198.17.255.255", "198.20.0.0")]
    [TestCase("198.51.99.255", "198.51.101.0")]
    [TestCase("203.0.112.255", "203.0.114.0")]
    [TestCase("223.255.255.255")]
    [TestCase("168.63.129.15", "168.63.129.17")]
    public void Their_neighbours_are_allowed_mapped_ones_too(params string[] addresses)
    {
        foreach (var address in addresses)
        {
            AssertAllowed(address);
            AssertAllowed($"::ffff:{address}");
        }
    }

    [TestCase("::", Description = "unspecified")]
    [TestCase("::1", Description = "loopback")]
    [TestCase("::2", Description = "reserved")]
    [TestCase("::127.0.0.1", Description = "IPv4-compatible")]
    [TestCase("::8.8.8.8", Description = "IPv4-compatible")]
    [TestCase("::ffff:0:127.0.0.1", Description = "IPv4-translated")]
    [TestCase("64:ff9b::7f00:1", Description = "NAT64")]
    [TestCase("64:ff9b::808:808", Description = "NAT64 of a public address")]
    [TestCase("64:ff9b:1::1", Description = "local NAT64")]
    [TestCase("100::1", Description = "discard")]
    [TestCase("1fff:ffff::1", Description = "below 2000::/3")]
    [TestCase("2001::1", Description = "Teredo")]
    [TestCase("2001:0:4136:e378:8000:63bf:3fff:fdd2", Description = "Teredo")]
    [TestCase("2001:2::1", Description = "benchmarking")]
    [TestCase("2001:10::1", Description = "ORCHID")]
    [TestCase("2001:20::1", Description = "ORCHIDv2")]
    [TestCase("2001:1ff:ffff::1", Description = "end of the IETF assignments")]
    [TestCase("2001:db8::1", Description = "documentation")]
    [TestCase("2001:db8:ffff:ffff::1", Description = "documentation")]
    [TestCase("2002:7f00:1::1", Description = "6to4")]
    [TestCase("2002:808:808::1", Description = "6to4 of a public address")]
    [TestCase("3fff::1", Description = "documentation")]
    [TestCase("3fff:fff::1", Description = "documentation")]
    [TestCase("4000::1", Description = "above 2000::/3")]
    [TestCase("5f00::1", Description = "SRv6")]
    [TestCase("fc00::1", Description = "unique local")]
    [TestCase("fd00::1", Description = "unique local")]
    [TestCase("fd00:ec2::254", Description = "metadata")]
    [TestCase("fd20:ce::254", Description = "metadata")]
    [TestCase("fdff:ffff::1", Description = "unique local")]
    [TestCase("fe80::1", Description = "link-local")]
    [TestCase("fe81::1", Description = "link-local")]
    [TestCase("febf:ffff::1", Description = "link-local")]
    [TestCase("fec0::1", Description = "site-local")]
    [TestCase("feff::1", Description = "site-local")]
    [TestCase("ff02::1", Description = "multicast")]
    [TestCase("ffff::1", Description = "multicast")]
    [TestCase("2606:4700::5efe:7f00:1", Description = "ISATAP")]
    [TestCase("2606:4700::200:5efe:808:808", Description = "ISATAP, global bit")]
    [TestCase("2620:4f:8000::1", Description = "AS112")]
    public void Special_IPv6_addresses_are_refused(string address) => AssertRefused(address);

    [TestCase("2000::1")]
    [TestCase("2001:200::1")]
    [TestCase("2001:4860:4860::8888")]
    [TestCase("2001:db7::1")]
    [TestCase("2001:db9::1")]
    [TestCase("2003::1")]
    [TestCase("2606:4700:4700::1111")]
    [TestCase("2a00:1450:4001:81b::200e")]
    [TestCase("3ffe::1")]
    [TestCase("3fff:1000::1")]
    [TestCase("2606:4700::100:5efe:1:1")]
    [TestCase("2606:4700::5eff:1:1")]
    public void Public_IPv6_addresses_are_allowed(string address) => AssertAllowed(address);

    [TestCase("2606:4700::1", 3)]
    [TestCase("::1", 1)]
    [TestCase("fe80::1", 2)]
    public void An_address_with_a_scope_is_refused_even_where_the_address_is_allowed(string address, long scope)
    {
        var policy = Egress.Allowing("::/0", "fe80::1/128", "::1/128");
        var scoped = new IPAddress(IPAddress.Parse(address).GetAddressBytes(), scope);

        Assert.That(policy.JudgeAddress(scoped).IsAllowed, Is.False);
    }

    private static void AssertRefused(string address) =>
        Assert.That(Egress.Policy().JudgeAddress(IPAddress.Parse(address)).IsAllowed, Is.False, address);

    private static void AssertAllowed(string address) =>
        Assert.That(Egress.Policy().JudgeAddress(IPAddress.Parse(address)).IsAllowed, Is.True, address);
}
