namespace WebhookKit.AspNetCore.Requests;

/// <summary>A request that is refused before its fields are looked at. The message is written for the client.</summary>
internal sealed class RefusedRequestException(int status, string detail) : Exception(detail)
{
    public int Status { get; } = status;
}
