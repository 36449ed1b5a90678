namespace WebhookKit.StoreContract;

/// <content>TLS settings.</content>
public sealed partial class ContractData
{
    /// <summary>Every setting that there is.</summary>
    public static EndpointTls Tls() => new()
    {
        ClientCertificate = new EndpointCertificate
        {
            Subject = "CN=Zoë, O=\"Shop, Inc.\"",
            Thumbprint = new string('a', 64),
            NotBefore = Start.AddDays(-1),
            NotAfter = Start.AddDays(365),
            Chain = [new string('b', 64)],
        },
        TrustedRoots = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        Pins = ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA="],
    };
}
