using System.Buffers.Text;
using System.Text.Json;
using WebhookKit.Administration;
using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Reads how an endpoint differs in TLS.</summary>
internal static class TlsRequests
{
    private const string Client = "tls.client_certificate";

    private static readonly string[] Fields = ["client_certificate", "trusted_roots", "pins"];

    // Those behind the thumbprint only tell: they come back in an endpoint that was read, edited and sent.
    private static readonly string[] ClientFields = ["pkcs12", "password", "certificate", "private_key", "thumbprint", "subject", "not_before", "not_after", "chain"];

    public static EndpointTlsInput Read(JsonElement value, FieldErrors errors)
    {
        var reader = new ObjectReader(value, "tls", errors, Fields);
        return new EndpointTlsInput
        {
            ClientCertificate = reader.Find("client_certificate") is { } certificate ? ReadClient(certificate, errors) : null,
            TrustedRoots = reader.FindText("trusted_roots"),
            Pins = reader.Find("pins") is { } pins
                ? JsonValues.ReadList(pins, "tls.pins", errors, (item, path) => JsonValues.ReadText(item, path, errors) ?? "")
                : [],
        };
    }

    private static ClientCertificateInput ReadClient(JsonElement value, FieldErrors errors)
    {
        var reader = new ObjectReader(value, Client, errors, ClientFields);
        return new ClientCertificateInput
        {
            Pkcs12 = reader.FindText("pkcs12") is { } text ? ReadBase64(text, errors) : [],
            Password = reader.FindText("password"),
            Certificate = reader.FindText("certificate"),
            PrivateKey = reader.FindText("private_key"),
            Thumbprint = reader.FindText("thumbprint"),
        };
    }

    private static byte[] ReadBase64(string text, FieldErrors errors)
    {
        if (Base64.IsValid(text))
        {
            return Convert.FromBase64String(text);
        }

        errors.Add($"{Client}.pkcs12", "must be base64 of a PKCS#12 file.");
        return [];
    }
}
