namespace WebhookKit.Tests.Sending;

public sealed class EgressPolicyUrlTests
{
    [TestCase("https://example.com")]
    [TestCase("https://example.com/")]
    [TestCase("HTTPS://EXAMPLE.COM/Path")]
    [TestCase("https://hooks.example.com/a/b?c=d&e=f")]
    [TestCase("https://example.com?query")]
    [TestCase("https://example.com:443/")]
    [TestCase("https://example.com:8443/in")]
    [TestCase("https://example.com:1024/")]
    [TestCase("https://example.com:65535/")]
    [TestCase("https://a-b.example.com/")]
    [TestCase("https://a_b.example.com/")]
    [TestCase("https://xn--bcher-kva.example/")]
    [TestCase("https://bücher.example/")]
    [TestCase("https://BÜCHER.example/")]
    [TestCase("https://例え.jp/hook")]
    [TestCase("https://пример.рф/")]
    [TestCase("https://example.com/with%20escape")]
    [TestCase("https://example.com/@user")]
    [TestCase("https://example.com/?mail=a@b")]
    [TestCase("https://example.com//double")]
    [TestCase("https://example.com/ä")]
    [TestCase("https://1.1.1.1/")]
    [TestCase("https://8.8.8.8:8443/x")]
    [TestCase("https://[2606:4700::1111]/")]
    [TestCase("https://[2606:4700::1111]:8443/")]
    [TestCase("https://[2A00:1450::8]/")]
    [TestCase("https://127.example.com/")]
    [TestCase("https://localhost.example.com/")]
    [TestCase("https://internal.example.com/")]
    [TestCase("https://1.2.3.4.example.com/")]
    [TestCase("https://0xabc.example/")]
    public void A_plain_public_https_url_is_allowed(string url)
    {
        var verdict = Egress.Policy().JudgeUrl(url);

        Assert.That(verdict.Refusal, Is.Null);
    }

    [TestCase("")]
    [TestCase("example.com")]
    [TestCase("//example.com/")]
    [TestCase("https:/example.com/")]
    [TestCase("https:example.com")]
    [TestCase("http://example.com/")]
    [TestCase("HTTP://example.com/")]
    [TestCase("ftp://example.com/")]
    [TestCase("file:///etc/passwd")]
    [TestCase("gopher://example.com/")]
    [TestCase("javascript:alert(1)")]
    [TestCase("httpsx://example.com/")]
    public void Only_https_is_spoken(string url) => AssertRefused(url);

    [Test]
    public void Half_of_a_character_is_refused()
    {
        AssertRefused("https://example.com/\ud800");
        AssertRefused("https://example.com/\udc00\ud800");
        AssertRefused("https://exam\ud800ple.com/");
    }

    [TestCase(" https://example.com/")]
    [TestCase("https://example.com/ ")]
    [TestCase("\thttps://example.com/")]
    [TestCase("https://example.com/\n")]
    [TestCase("https://exam\rple.com/")]
    [TestCase("https://example.com/a b")]
    [TestCase("https://example.com/\u0000")]
    [TestCase("https://example.com/\u007f")]
    [TestCase("https://example.com\\@127.0.0.1/")]
    [TestCase("https:\\\\example.com/")]
    [TestCase("https://example.com/a\\b")]
    public void Spaces_control_characters_and_backslashes_are_refused(string url) => AssertRefused(url);

    [TestCase("https://user@example.com/")]
    [TestCase("https://user:password@example.com/")]
    [TestCase("https://example.com@127.0.0.1/")]
    [TestCase("https://@example.com/")]
    [TestCase("https://127.0.0.1%2f@example.com/")]
    [TestCase("https://ex%61mple.com/")]
    [TestCase("https://example.com%00.evil.example/")]
    [TestCase("https://%31%32%37.0.0.1/")]
    [TestCase("https://example.com/#fragment")]
    [TestCase("https://example.com#")]
    [TestCase("https://example.com?a#@127.0.0.1")]
    public void Users_escapes_in_the_host_and_fragments_are_refused(string url) => AssertRefused(url);

    [TestCase("https://")]
    [TestCase("https:///")]
    [TestCase("https:///path")]
    [TestCase("https://?query")]
    [TestCase("https://:443/")]
    [TestCase("https://[]/")]
    [TestCase("https://[::1]/")]
    [TestCase("https://[::1].hooks.example.com/")]
    [TestCase("https://[2606:4700::1111].example.com/")]
    [TestCase("https://[2606:4700::1111]example/")]
    [TestCase("https://[2606:4700::1111]443/")]
    [TestCase("https://[2606:4700::1111")]
    [TestCase("https://2606:4700::1111/")]
    [TestCase("https://[2606:4700::1111%25eth0]/")]
    [TestCase("https://[fe80::1%3]/")]
    [TestCase("https://[::ffff:1.1.1.1]/")]
    [TestCase("https://[::ffff:8.8.8.8]:8443/")]
    [TestCase("https://[::ffff:127.0.0.1]/")]
    [TestCase("https://[0:0:0:0:0:ffff:7f00:1]/")]
    [TestCase("https://[2606:4700:0:0::1111]/")]
    [TestCase("https://[2606:4700:0000::1111]/")]
    [TestCase("https://[64:ff9b::8.8.8.8]/")]
    [TestCase("https://[::127.0.0.1]/")]
    [TestCase("https://[1.1.1.1]/")]
    [TestCase("https://[example.com]/")]
    [TestCase("https://[v1.fe80::a]/")]
    public void A_bracket_holds_a_plain_address_and_nothing_else(string url) => AssertRefused(url);

    [TestCase("https://127.1/")]
    [TestCase("https://127.0.1/")]
    [TestCase("https://2130706433/")]
    [TestCase("https://0x7f000001/")]
    [TestCase("https://0x7f.0.0.1/")]
    [TestCase("https://0x7f.1/")]
    [TestCase("https://0177.0.0.1/")]
    [TestCase("https://017700000001/")]
    [TestCase("https://010.8.8.8/")]
    [TestCase("https://08.8.8.8/")]
    [TestCase("https://8.8.8.08/")]
    [TestCase("https://8.8.8/")]
    [TestCase("https://8.8.8.8./")]
    [TestCase("https://8.8.8.8../")]
    [TestCase("https://8.8.8.256/")]
    [TestCase("https://8.8.8.8.8/")]
    [TestCase("https://134744072/")]
    [TestCase("https://0/")]
    [TestCase("https://0x8080808/")]
    [TestCase("https://example.0x1/")]
    [TestCase("https://example.123/")]
    [TestCase("https://1.1.1.0X1/")]
    [TestCase("https://１２７.0.0.1/")]
    [TestCase("https://127。0。0。1/")]
    [TestCase("https://127．0．0．1/")]
    [TestCase("https://①②⑦.0.0.1/")]
    [TestCase("https://١٢٧.0.0.1/")]
    public void Addresses_are_written_in_one_way_only(string url) => AssertRefused(url);

    [TestCase("https://localhost/")]
    [TestCase("https://LOCALHOST/")]
    [TestCase("https://localhost./")]
    [TestCase("https://a.localhost/")]
    [TestCase("https://printer/")]
    [TestCase("https://kubernetes/")]
    [TestCase("https://kubernetes.default.svc/")]
    [TestCase("https://metadata.google.internal/")]
    [TestCase("https://Metadata.Google.INTERNAL/")]
    [TestCase("https://metadata.google.internal./")]
    [TestCase("https://printer.local/")]
    [TestCase("https://host.localdomain/")]
    [TestCase("https://wiki.intranet/")]
    [TestCase("https://nas.lan/")]
    [TestCase("https://router.home/")]
    [TestCase("https://mail.corp/")]
    [TestCase("https://abcdefgh.onion/")]
    [TestCase("https://never.invalid/")]
    [TestCase("https://example.com./")]
    [TestCase("https://example..com/")]
    [TestCase("https://.example.com/")]
    [TestCase("https://./")]
    [TestCase("https://exa!mple.com/")]
    [TestCase("https://exa$mple.com/")]
    [TestCase("https://exa,mple.com/")]
    [TestCase("https://exa;mple.com/")]
    [TestCase("https://*.example.com/")]
    [TestCase("https://exa\"mple.com/")]
    [TestCase("https://exa<mple.com/")]
    [TestCase("https://exa|mple.com/")]
    public void Private_and_odd_names_are_refused(string url) => AssertRefused(url);

    [TestCase("https://ex\u00ADample.com/", Description = "soft hyphen")]
    [TestCase("https://exam\u200Bple.com/", Description = "zero width space")]
    [TestCase("https://exam\u200Dple.com/", Description = "zero width joiner")]
    [TestCase("https://\u202Eexample.com/", Description = "right to left override")]
    [TestCase("https://exam\uFEFFple.com/", Description = "byte order mark")]
    [TestCase("https://ｅｘａｍｐｌｅ.com/", Description = "full width letters")]
    [TestCase("https://ⓔxample.com/", Description = "circled letter")]
    [TestCase("https://ℯxample.com/", Description = "script letter")]
    [TestCase("https://\u212Aelvin.com/", Description = "Kelvin sign")]
    [TestCase("https://𝓮xample.com/", Description = "mathematical letter")]
    [TestCase("https://\u017Fomething.xn--p1ai/", Description = "a long s beside a label that is mapped")]
    [TestCase("https://\u00AAbc.b\u00FCcher.example/", Description = "an ordinal sign beside a label that is mapped")]
    [TestCase("https://b\u00FCcher.\u00B9\u00B2\u00B3.example/", Description = "raised digits beside a label that is mapped")]
    [TestCase("https://example。com/", Description = "ideographic full stop")]
    [TestCase("https://example．com/", Description = "full width full stop")]
    [TestCase("https://example｡com/", Description = "half width full stop")]
    [TestCase("https://bücher。example/", Description = "a dot that is not one")]
    [TestCase("https://bücher.localhost/", Description = "private ending")]
    [TestCase("https://bücher/", Description = "one label")]
    [TestCase("https://bücher.example./", Description = "dot at the end")]
    [TestCase("https://bücher..example/", Description = "empty label")]
    [TestCase("https://\uE000.example/", Description = "private use")]
    [TestCase("https://\uD800.example/", Description = "half a surrogate pair")]
    [TestCase("https://ü\u0378.example/", Description = "unassigned")]
    public void International_names_are_made_of_ordinary_letters(string url) => AssertRefused(url);

    [TestCase("https://example.com:0/")]
    [TestCase("https://example.com:/")]
    [TestCase("https://example.com:00443/")]
    [TestCase("https://example.com:0443/")]
    [TestCase("https://example.com:65536/")]
    [TestCase("https://example.com:99999/")]
    [TestCase("https://example.com:123456/")]
    [TestCase("https://example.com:-1/")]
    [TestCase("https://example.com:+443/")]
    [TestCase("https://example.com:443:443/")]
    [TestCase("https://example.com:４４３/")]
    [TestCase("https://example.com:0x1bb/")]
    [TestCase("https://example.com:https/")]
    [TestCase("https://example.com:22/")]
    [TestCase("https://example.com:25/")]
    [TestCase("https://example.com:53/")]
    [TestCase("https://example.com:110/")]
    [TestCase("https://example.com:143/")]
    [TestCase("https://example.com:465/")]
    [TestCase("https://example.com:587/")]
    [TestCase("https://example.com:993/")]
    [TestCase("https://example.com:2049/")]
    [TestCase("https://example.com:6000/")]
    [TestCase("https://example.com:6667/")]
    [TestCase("https://example.com:10080/")]
    [TestCase("https://[2606:4700::1111]:/")]
    [TestCase("https://[2606:4700::1111]:25/")]
    public void Ports_are_plain_numbers_of_web_servers(string url) => AssertRefused(url);

    [Test]
    public void The_longest_url_has_2048_characters()
    {
        var longest = "https://example.com/".PadRight(2048, 'a');

        Assert.That(Egress.Policy().JudgeUrl(longest).IsAllowed, Is.True);
        AssertRefused(longest + "a");
    }

    [Test]
    public void The_longest_label_has_63_characters()
    {
        var longest = new string('a', 63);

        Assert.That(Egress.Policy().JudgeUrl($"https://{longest}.com/").IsAllowed, Is.True);
        AssertRefused($"https://{longest}a.com/");
    }

    [Test]
    public void The_longest_host_has_253_characters()
    {
        var name = string.Concat(Enumerable.Repeat("abcdefghi.", 25)) + "com";

        Assert.That(name, Has.Length.EqualTo(253));
        Assert.That(Egress.Policy().JudgeUrl($"https://{name}/").IsAllowed, Is.True);
        AssertRefused($"https://a{name}/");
    }

    private static void AssertRefused(string url)
    {
        var verdict = Egress.Policy().JudgeUrl(url);

        Assert.That(verdict.IsAllowed, Is.False);
        Assert.That(verdict.Refusal, Does.EndWith("."));
    }
}
