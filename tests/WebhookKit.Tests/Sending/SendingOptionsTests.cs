using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookKit.DependencyInjection;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

public sealed class SendingOptionsTests
{
    [TestCase("10.1.2.3/8", "10.0.0.0/8")]
    [TestCase("10/8", "10/8")]
    [TestCase("10.0/16", "10.0/16")]
    [TestCase("0x0a.0.0.0/8", "0x0a")]
    [TestCase("10.0.0.0", "CIDR")]
    [TestCase("10.0.0.0/33", "CIDR")]
    [TestCase("", "CIDR")]
    [TestCase("internal", "CIDR")]
    [TestCase("::ffff:10.0.0.0/104", "IPv4")]
    [TestCase("fd00::1/8", "zero bits")]
    [TestCase("fe80::1%3/128", "zone")]
    public void A_bad_network_is_named(string network, string expected)
    {
        var message = Broken<EgressOptions>(services => services.Configure<EgressOptions>(options => options.BlockedNetworks.Add(network)));

        Assert.That(message, Does.Contain("BlockedNetworks[0]").And.Contain(expected));
    }

    [TestCase("10.0.0.0/8")]
    [TestCase("169.254.169.254/32")]
    [TestCase("fd00::/8")]
    [TestCase("FD12:3456:0::/48")]
    [TestCase("::/0")]
    public void A_good_network_is_accepted(string network)
    {
        Assert.That(Broken<EgressOptions>(services => services.Configure<EgressOptions>(options => options.AllowedNetworks.Add(network))), Is.Null);
    }

    [TestCase("http://egress.example:4750", true)]
    [TestCase("http://egress", true)]
    [TestCase("https://10.0.0.1:8443/", true)]
    [TestCase("http://[fd00::1]:4750", true)]
    [TestCase("egress.example:4750", false)]
    [TestCase("socks5://egress.example", false)]
    [TestCase("http://egress.example/path", false)]
    [TestCase("http://egress.example/?canary", false)]
    [TestCase("http://user:canary@egress.example", false)]
    [TestCase("http://user:canary@", false)]
    [TestCase("user:canary@egress.example", false)]
    [TestCase("", false)]
    public void A_proxy_is_an_address_and_no_more(string proxy, bool isAccepted)
    {
        var message = Broken<EgressOptions>(services => services.Configure<EgressOptions>(options => options.Proxy = proxy));

        Assert.That(message, isAccepted ? Is.Null : Does.Contain("Proxy").And.Not.Contain("canary"));
    }

    [TestCase(null, "user", "canary", "ProxyUserName")]
    [TestCase("http://egress", null, "canary", "ProxyPassword")]
    [TestCase("http://egress", "us:canary", null, "ProxyUserName")]
    [TestCase("http://egress", "", null, "ProxyUserName")]
    [TestCase("http://egress", "user", "canary\r\nX: y", "ProxyPassword")]
    public void Credentials_of_a_proxy_are_whole_and_not_repeated(string? proxy, string? user, string? password, string property)
    {
        var message = Broken<EgressOptions>(services => services.Configure<EgressOptions>(
            options => (options.Proxy, options.ProxyUserName, options.ProxyPassword) = (proxy, user, password)));

        Assert.That(message, Does.Contain(property).And.Not.Contain("canary"));
    }

    [TestCase("Development", false, true)]
    [TestCase("Production", false, false)]
    [TestCase("Staging", false, false)]
    [TestCase("Production", true, true)]
    [TestCase(null, false, false)]
    [TestCase(null, true, true)]
    public void Loopback_is_for_development_unless_it_is_said_twice(string? environment, bool meant, bool isAccepted)
    {
        var message = Broken<EgressOptions>(services =>
        {
            services.Configure<EgressOptions>(options => (options.AllowLoopback, options.AllowLoopbackOutsideDevelopment) = (true, meant));
            if (environment is not null)
            {
                services.AddSingleton<IHostEnvironment>(new NamedEnvironment(environment));
            }
        });

        Assert.That(message, isAccepted ? Is.Null : Does.Contain("AllowLoopback").And.Contain("AllowLoopbackOutsideDevelopment"));
    }

    [Test]
    public void Egress_options_bind_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AllowHttp"] = "true",
            ["AllowedNetworks:0"] = "10.0.0.0/8",
            ["AllowedPorts:0"] = "25",
        }).Build();
        using var services = Build(collection => collection.AddOptions<EgressOptions>().Bind(configuration));

        var policy = services.GetRequiredService<IEgressPolicy>();

        Assert.That(policy.JudgeUrl("http://10.1.2.3:25/").Refusal, Is.Null);
    }

    private static IEnumerable<TestCaseData> BadNumbers()
    {
        yield return Case("Timeout", options => options.Timeout = TimeSpan.Zero);
        yield return Case("Timeout", options => options.Timeout = TimeSpan.FromMinutes(6));
        yield return Case("ConnectTimeout", options => options.ConnectTimeout = TimeSpan.FromSeconds(16));
        yield return Case("ConnectTimeout", options => options.ConnectTimeout = -TimeSpan.FromSeconds(1));
        yield return Case("ExcerptTimeout", options => options.ExcerptTimeout = TimeSpan.Zero);
        yield return Case("ResponseExcerptBytes", options => options.ResponseExcerptBytes = -1);
        yield return Case("ResponseExcerptBytes", options => options.ResponseExcerptBytes = 16_385);
        yield return Case("UserAgent", options => options.UserAgent = "");
        yield return Case("UserAgent", options => options.UserAgent = "a\r\nb");
        yield return Case("UserAgent", options => options.UserAgent = null!);

        static TestCaseData Case(string property, Action<SendingOptions> change) => new(property, change);
    }

    [TestCaseSource(nameof(BadNumbers))]
    public void A_bad_number_is_named(string property, Action<SendingOptions> change)
    {
        Assert.That(Broken<SendingOptions>(services => services.Configure(change)), Does.Contain(property));
    }

    [Test]
    public void The_defaults_are_good()
    {
        Assert.That(Broken<SendingOptions>(_ => { }), Is.Null);
        Assert.That(Broken<EgressOptions>(_ => { }), Is.Null);
    }

    private static string? Broken<TOptions>(Action<IServiceCollection> change)
        where TOptions : class
    {
        using var services = Build(change);
        try
        {
            _ = services.GetRequiredService<IOptions<TOptions>>().Value;
            return null;
        }
        catch (OptionsValidationException exception)
        {
            return exception.Message;
        }
    }

    private static ServiceProvider Build(Action<IServiceCollection> change)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddSending();
        change(services);
        return services.BuildServiceProvider();
    }
}
