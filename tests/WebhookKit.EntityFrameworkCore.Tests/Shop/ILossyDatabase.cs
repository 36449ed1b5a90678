namespace WebhookKit.EntityFrameworkCore.Tests.Shop;

/// <summary>A database to which the connection is lost while the context commits orders.</summary>
public interface ILossyDatabase : IShopDatabase
{
    /// <summary>How many commits of orders were tried since a loss was planned.</summary>
    int CommitsTried { get; }

    /// <summary>Loses the connection before the database has heard of the next commits.</summary>
    void LoseCommits(int count);

    /// <summary>Loses the connection after the database has obeyed the next commit.</summary>
    void LoseAnswerToCommit();
}
