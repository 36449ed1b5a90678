namespace WebhookKit.Tests.Engine;

/// <summary>The stores that the engine is proven on.</summary>
public enum EngineStore
{
    InMemory,
    Sqlite,
    PostgreSql,
}
