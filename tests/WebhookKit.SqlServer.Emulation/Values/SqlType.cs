namespace WebhookKit.SqlServer.Emulation.Values;

/// <summary>A type with its facets.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Length">Characters or bytes at most; <see cref="Max"/> for <c>max</c>; 0 where it means nothing.</param>
/// <param name="Precision">Digits of a decimal.</param>
/// <param name="Scale">Digits after the point, of a decimal or of the seconds.</param>
public sealed record SqlType(SqlTypeKind Kind, int Length = 0, byte Precision = 0, byte Scale = 0)
{
    /// <summary>The length of <c>max</c> types.</summary>
    public const int Max = -1;

    internal const byte FinestScale = 7;

    internal bool IsText => Kind is SqlTypeKind.NVarChar or SqlTypeKind.VarChar;

    internal bool IsBinary => Kind is SqlTypeKind.VarBinary or SqlTypeKind.Binary;
}
