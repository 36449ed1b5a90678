namespace WebhookKit.SqlServer.Static.Tests.Capturing;

/// <summary>A text as the driver sends it, with the parameters as the driver declares them.</summary>
/// <param name="Name">What the assembly calls it.</param>
/// <param name="Text">One statement or several.</param>
/// <param name="Declaration">
/// What <c>sp_executesql</c> is given, such as <c>@id bigint,@rows [hooks].[rows] READONLY</c>; empty without parameters.
/// </param>
internal sealed record Statement(string Name, string Text, string Declaration)
{
    public override string ToString() => Name;
}
