namespace WebhookKit.Architecture.Tests.Rooms;

/// <summary>A type of one room that mentions a type of another.</summary>
internal sealed record RoomUse(string From, string To, string User, string Used)
{
    public override string ToString() => $"{From} → {To}: {User} uses {Used}";
}
