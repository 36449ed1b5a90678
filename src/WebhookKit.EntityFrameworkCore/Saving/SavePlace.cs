namespace WebhookKit.EntityFrameworkCore.Saving;

/// <summary>In whose transaction a call of <c>SaveChanges</c> takes place.</summary>
internal enum SavePlace
{
    /// <summary>One that the call begins and commits itself, anew each time that an execution strategy tries again.</summary>
    Own,

    /// <summary>One that the host has begun or given to the context.</summary>
    Host,

    /// <summary>One of <c>System.Transactions</c>.</summary>
    Ambient,
}
