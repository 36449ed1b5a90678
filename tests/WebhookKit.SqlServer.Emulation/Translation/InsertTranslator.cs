using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Translates INSERT.</summary>
internal sealed class InsertTranslator(Translator translator)
{
    private const string Alias = "\"#t\"";

    public string Insert(InsertStatement insert)
    {
        var specification = insert.InsertSpecification;
        if (specification.TopRowFilter is not null)
        {
            throw Translator.Unknown(specification.TopRowFilter);
        }

        if (specification.Target is NamedTableReference table)
        {
            translator.Tables.LockAhead(table, TableHints.Of(table));
        }

        var columns = specification.Columns.Count == 0 ? "" : $" ({string.Join(", ", specification.Columns.Select(OutputTranslator.NameOf))})";
        var source = specification.InsertSource switch
        {
            ValuesInsertSource { IsDefaultValues: true } => "DEFAULT VALUES",
            ValuesInsertSource values => $"VALUES {translator.Queries.Rows(values.RowValues)}",
            SelectInsertSource select => translator.Queries.Query(select.Select),
            _ => throw Translator.Unknown(specification.InsertSource),
        };
        return translator.Outputs.Add(
            translator.Queries.With(insert.WithCtesAndXmlNamespaces),
            $"INSERT INTO {translator.Tables.Target(specification.Target)} AS {Alias}{columns} {source}",
            specification,
            column => OutputTranslator.IsInserted(column) ? $"{Alias}.{OutputTranslator.NameOf(column)}" : throw Translator.Unknown(column));
    }
}
