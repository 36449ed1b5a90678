using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>Checks that the egress options say something that can be meant.</summary>
internal sealed class EgressOptionsRules(IServiceProvider services) : IValidateOptions<EgressOptions>
{
    public ValidateOptionsResult Validate(string? name, EgressOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var errors = new ValidateOptionsResultBuilder();
        AddNetworks(Field(name, nameof(EgressOptions.AllowedNetworks)), options.AllowedNetworks, errors);
        AddNetworks(Field(name, nameof(EgressOptions.BlockedNetworks)), options.BlockedNetworks, errors);
        for (var i = 0; i < options.AllowedPorts.Count; i++)
        {
            if (options.AllowedPorts[i] is < 1 or > ushort.MaxValue)
            {
                errors.AddError($"must be a port from 1 to 65535; was {options.AllowedPorts[i]}.", $"{Field(name, nameof(EgressOptions.AllowedPorts))}[{i}]");
            }
        }

        AddProxy(name, options, errors);
        if (options is { AllowLoopback: true, AllowLoopbackOutsideDevelopment: false } && !IsDevelopment())
        {
            errors.AddError(
                $"opens this machine's own services to whoever may create an endpoint, and is for the Development environment only; set {nameof(EgressOptions.AllowLoopbackOutsideDevelopment)} too if it is meant; was true.",
                Field(name, nameof(EgressOptions.AllowLoopback)));
        }

        return errors.Build();
    }

    private static void AddProxy(string? policy, EgressOptions options, ValidateOptionsResultBuilder errors)
    {
        Add(nameof(EgressOptions.Proxy), options.Proxy is { } url ? ProxyText.JudgeUrl(url) : null);
        Add(nameof(EgressOptions.ProxyUserName), options.ProxyUserName is not { } user ? null
            : options.Proxy is null ? $"is for a {nameof(EgressOptions.Proxy)}, and there is none here"
            : ProxyText.JudgeUserName(user));
        Add(nameof(EgressOptions.ProxyPassword), options.ProxyPassword is not { } password ? null
            : options.ProxyUserName is null ? $"is for a {nameof(EgressOptions.ProxyUserName)}, and there is none here"
            : ProxyText.JudgePassword(password));

        void Add(string property, string? rule)
        {
            if (rule is not null)
            {
                errors.AddError($"{rule}.", Field(policy, property));
            }
        }
    }

    private static string Field(string? policy, string property) => string.IsNullOrEmpty(policy) ? property : $"EgressPolicies:{policy}:{property}";

    private static void AddNetworks(string property, IList<string> networks, ValidateOptionsResultBuilder errors)
    {
        for (var i = 0; i < networks.Count; i++)
        {
            if (NetworkText.Judge(networks[i], out _) is { } rule)
            {
                errors.AddError($"{rule}; was '{networks[i]}'.", $"{property}[{i}]");
            }
        }
    }

    /// <summary>Without a host there is nobody to say so, and then it is not.</summary>
    private bool IsDevelopment() => services.GetService<IHostEnvironment>()?.IsDevelopment() is true;
}
