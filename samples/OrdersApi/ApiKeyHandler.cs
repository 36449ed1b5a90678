using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace OrdersApi;

/// <summary>Lets in whoever sends the configured key as <c>Authorization: Bearer …</c>. Stands for your own authentication.</summary>
internal sealed class ApiKeyHandler(
    IConfiguration configuration, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "ApiKey";
    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (!IsKey(header[Prefix.Length..]))
        {
            return Task.FromResult(AuthenticateResult.Fail("The key is not the one in Ops:ApiKey."));
        }

        var operations = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "operations")], Name));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(operations, Name)));
    }

    // Hashes have one length, and comparing them takes the same time wherever they differ.
    private bool IsKey(string candidate) => CryptographicOperations.FixedTimeEquals(Hash(candidate), Hash(configuration["Ops:ApiKey"]!));

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
