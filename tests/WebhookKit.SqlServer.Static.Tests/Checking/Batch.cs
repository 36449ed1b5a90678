using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Schema;

namespace WebhookKit.SqlServer.Static.Tests.Checking;

/// <summary>A parsed text with everything that it may refer to.</summary>
internal sealed class Batch
{
    private Batch(SchemaScript schema, CreateProcedureStatement procedure, string text) =>
        (Schema, Procedure, Text) = (schema, procedure, text);

    public SchemaScript Schema { get; }

    /// <summary>The text as the body of a procedure whose parameters are those of the text.</summary>
    public CreateProcedureStatement Procedure { get; }

    /// <summary>The procedure as text.</summary>
    public string Text { get; }

    public Dictionary<string, SqlType> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Table variables and parameters of a row type.</summary>
    public Dictionary<string, Table> TableVariables { get; } = new(StringComparer.Ordinal);

    /// <summary>Those of <see cref="TableVariables"/> that are parameters, with the name of their type.</summary>
    public Dictionary<string, string> RowParameters { get; } = new(StringComparer.Ordinal);

    /// <summary>The declarations of those of <see cref="TableVariables"/> that are none.</summary>
    public Dictionary<string, TableDefinition> Declared { get; } = new(StringComparer.Ordinal);

    public static Batch? Read(SchemaScript schema, string name, string declaration, string text, ICollection<string> findings)
    {
        var wrapped = $"CREATE PROCEDURE [{schema.SchemaName}].[{name}] {declaration} AS\n{text}";
        var script = SqlParsing.Parse(wrapped, out var errors);
        foreach (var error in errors)
        {
            findings.Add(error);
        }

        if (errors.Count > 0 || script.Batches is not [{ Statements: [CreateProcedureStatement procedure] }])
        {
            return null;
        }

        var batch = new Batch(schema, procedure, wrapped);
        batch.ReadParameters();
        procedure.StatementList.Accept(new DeclarationReader(batch));
        return batch;
    }

    private void ReadParameters()
    {
        foreach (var parameter in Procedure.Parameters)
        {
            var name = parameter.VariableName.Value;
            var type = SqlParsing.NameOf(parameter.DataType.Name);
            if (Schema.RowTypes.TryGetValue(type, out var rows))
            {
                RowParameters[name] = type;
                TableVariables[name] = rows;
            }
            else
            {
                Variables[name] = SqlType.Of(parameter.DataType);
            }
        }
    }

    private sealed class DeclarationReader(Batch batch) : TSqlFragmentVisitor
    {
        public override void Visit(DeclareVariableElement node)
        {
            // The parameters of a procedure are such elements, too, but they are not in its body.
            batch.Variables[node.VariableName.Value] = SqlType.Of(node.DataType);
        }

        public override void Visit(DeclareTableVariableBody node)
        {
            batch.Declared[node.VariableName.Value] = node.Definition;
            batch.TableVariables[node.VariableName.Value] = Table.Of(node.VariableName.Value, node.Definition);
        }
    }
}
