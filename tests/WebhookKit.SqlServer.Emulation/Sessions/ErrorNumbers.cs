namespace WebhookKit.SqlServer.Emulation.Sessions;

/// <summary>Numbers of errors that clients tell apart.</summary>
internal static class ErrorNumbers
{
    public const int Syntax = 102;
    public const int MissingVariable = 137;
    public const int MissingColumn = 207;
    public const int MissingObject = 208;
    public const int NumberOverflow = 220;
    public const int PermissionDenied = 229;
    public const int ConversionFailed = 245;
    public const int NullRefused = 515;
    public const int ConstraintBroken = 547;
    public const int CreationDenied = 262;
    public const int Deadlock = 1205;
    public const int LockTimeout = 1222;
    public const int DatabaseExists = 1801;
    public const int DuplicateIndexKey = 2601;
    public const int DuplicateKey = 2627;
    public const int WouldTruncate = 2628;
    public const int MissingSchema = 2760;
    public const int ObjectExists = 2714;
    public const int CannotDrop = 3701;
    public const int NoTransactionToCommit = 3902;
    public const int NoTransactionToRollBack = 3903;
    public const int UpdateConflict = 3960;
    public const int DatabaseMissing = 4060;
    public const int ArithmeticOverflow = 8115;
    public const int DivisionByZero = 8134;
    public const int LoginFailed = 18456;
}
