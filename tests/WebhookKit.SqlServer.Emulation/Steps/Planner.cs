using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>Turns the statements of a batch into steps.</summary>
internal sealed class Planner(BatchScope scope)
{
    private readonly ProcedurePlanner _procedures = new(scope);

    public static TSqlScript Parse(string text)
    {
        var fragment = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        return errors.Count == 0
            ? (TSqlScript)fragment
            : throw new SqlServerError(ErrorNumbers.Syntax, 15, string.Create(CultureInfo.InvariantCulture, $"{errors[0].Message} (line {errors[0].Line})"));
    }

    public IReadOnlyList<Step> Plan(TSqlScript script) => [.. script.Batches.SelectMany(batch => batch.Statements).SelectMany(Plan)];

    private IEnumerable<Step> Plan(TSqlStatement statement) => statement switch
    {
        DeclareVariableStatement declare => declare.Declarations.Select(Declare).ToList(),
        DeclareTableVariableStatement declare => [Declare(declare)],
        SelectStatement { Into: null, QueryExpression: QuerySpecification { SelectElements: [SelectSetVariable, ..] } query } select => [Assign(select, query)],
        SelectStatement or InsertStatement or UpdateStatement or DeleteStatement or MergeStatement => [new StatementStep(Translator.Translate(scope, statement))],
        SetVariableStatement { AssignmentKind: AssignmentKind.Equals, Expression: { } value } set =>
            [new SetStep(set.Variable.Name, TypeOf(set.Variable.Name), Translator.Scalar(scope, value))],
        BeginEndBlockStatement block => [new BlockStep(Plan(block.StatementList))],
        IfStatement @if => [new IfStep(Translator.Condition(scope, @if.Predicate), One(@if.ThenStatement), @if.ElseStatement is null ? null : One(@if.ElseStatement))],
        WhileStatement @while => [new WhileStep(Translator.Condition(scope, @while.Predicate), One(@while.Statement))],
        TryCatchStatement tried => [new TryStep(Plan(tried.TryStatements), Plan(tried.CatchStatements))],
        ThrowStatement @throw => [new ThrowStep(Scalar(@throw.ErrorNumber), Scalar(@throw.Message))],
        ReturnStatement { Expression: null } => [new ReturnStep()],
        BeginTransactionStatement { Distributed: false } => [new TransactionStep(SqlRequestKind.Begin, "")],
        CommitTransactionStatement => [new TransactionStep(SqlRequestKind.Commit, "")],
        SaveTransactionStatement save => [new TransactionStep(SqlRequestKind.Save, save.Name.Value)],
        RollbackTransactionStatement rollback => [new TransactionStep(SqlRequestKind.Rollback, rollback.Name?.Value ?? "")],
        ExecuteStatement execute => [_procedures.Plan(execute)],
        CreateDatabaseStatement create => [new DatabaseStep(create.DatabaseName.Value, isDrop: false, ifExists: false)],
        DropDatabaseStatement drop => drop.Databases.Select(database => new DatabaseStep(database.Value, isDrop: true, drop.IsIfExists)).ToList(),
        _ when OptionPlanner.Plan(statement) is { } option => [option],
        _ when DefinitionTranslator.Translate(statement) is { } definition => [new DefinitionStep(definition)],
        _ => throw Translator.Unknown(statement),
    };

    private List<Step> Plan(StatementList list) => [.. list.Statements.SelectMany(Plan)];

    private Step One(TSqlStatement statement) => Plan(statement).ToList() is [var only] ? only : throw Translator.Unknown(statement);

    private TranslatedStatement? Scalar(ScalarExpression? expression) => expression is null ? null : Translator.Scalar(scope, expression);

    private SetStep Declare(DeclareVariableElement declaration)
    {
        var type = Types.Of(declaration.DataType);
        var value = Scalar(declaration.Value);
        scope.Variables[declaration.VariableName.Value] = type;
        return new SetStep(declaration.VariableName.Value, type, value);
    }

    // The same definition finds the same temporary table again, and another one never.
    private TableVariableStep Declare(DeclareTableVariableStatement declare)
    {
        var body = declare.Body;
        var text = string.Concat(body.ScriptTokenStream.Skip(body.FirstTokenIndex).Take(body.LastTokenIndex - body.FirstTokenIndex + 1).Select(token => token.Text));
        var table = $"var {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..24]}";
        scope.Tables[body.VariableName.Value] = TableDefinitionTranslator.Shape(body.Definition, table);
        var create = TableDefinitionTranslator.Statements($"pg_temp.{Names.Quote(table)}", table, body.Definition, "CREATE TEMPORARY TABLE IF NOT EXISTS");
        return new TableVariableStep(table, create);
    }

    private SelectVariablesStep Assign(SelectStatement select, QuerySpecification query)
    {
        var variables = query.SelectElements.Select(element => element is SelectSetVariable set
            ? (set.Variable.Name, TypeOf(set.Variable.Name))
            : throw Translator.Unknown(element));
        return new SelectVariablesStep([.. variables], Translator.Translate(scope, select));
    }

    private Values.SqlType TypeOf(string variable) => scope.Variables.TryGetValue(variable, out var type)
        ? type
        : throw new SqlServerError(ErrorNumbers.MissingVariable, 15, $"Must declare the scalar variable \"{variable}\".");
}
